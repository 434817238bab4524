import { useEffect, useState } from "react";
import { useSay } from "./Texts";

/** The time, as milliseconds, told again after each interval. */
export const useNow = (interval: number): number => {
  const { reader } = useSay();
  const [now, setNow] = useState(() => reader.now().getTime());
  useEffect(() => {
    const timer = setInterval(() => setNow(reader.now().getTime()), interval);
    return () => clearInterval(timer);
  }, [interval, reader]);
  return now;
};
