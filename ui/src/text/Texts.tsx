import { createContext, type FC, type PropsWithChildren, useContext, useEffect, useMemo } from "react";
import { type Language, makeBundle } from "./catalogue";
import { makeSay, type Say } from "./say";

const SayContext = createContext<Say | null>(null);

type Props = PropsWithChildren<{ language?: Language; locale?: string; zone?: string; now?: () => Date }>;

/** The catalogue's words with the reader's own dates: an English reader keeps her country's way to write them. */
export const readerLocale = (preferred = navigator.language): string => (preferred.startsWith("en") ? preferred : "en-GB");

export const Texts: FC<Props> = ({ language = "en", locale = readerLocale(), zone, now = currentTime, children }) => {
  const say = useMemo(() => makeSay(makeBundle(language, locale), { locale, zone, now }), [language, locale, zone, now]);
  useEffect(() => {
    document.documentElement.lang = language === "pseudo" ? "en-x-pseudo" : language;
  }, [language]);
  return <SayContext value={say}>{children}</SayContext>;
};

const currentTime = () => new Date();

export const useSay = (): Say => {
  const say = useContext(SayContext);
  if (!say) throw new Error("useSay is used outside Texts");
  return say;
};
