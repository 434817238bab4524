import type { Input } from "../ipc/bindings";

/** Answers of a form that can be seen while typing. What counts is decided again where they are kept. */
export type ValueInput = Extract<Input, "host" | "url" | "port" | "app_ids" | "group">;

const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})+\\.?$`, "i");
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const isValue = (input: ValueInput, text: string): boolean => {
  const value = text.trim();
  switch (input) {
    case "host":
      return HOST.test(value);
    case "url":
      return isAddress(value);
    case "port":
      return /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65535;
    case "app_ids":
      return value.split(/[\s,;]+/).filter(Boolean).every((id) => GUID.test(id)) && value !== "";
    case "group":
      return GUID.test(value);
    default:
      return input satisfies never;
  }
};

const isAddress = (value: string): boolean => {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname, username, password, hash } = new URL(value);
  return protocol === "https:" && HOST.test(hostname) && /[a-z]$/i.test(hostname) && username === "" && password === "" && hash === "";
};
