import { createContext, useContext } from "react";
import type { Host } from "./host";

const HostContext = createContext<Host | null>(null);

export const HostProvider = HostContext;

export const useHost = (): Host => {
  const host = useContext(HostContext);
  if (!host) throw new Error("useHost is used outside HostProvider");
  return host;
};
