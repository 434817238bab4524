import { makeStyles, mergeClasses } from "@fluentui/react-components";
import type { FC } from "react";
import { own } from "../theme/themes";

/** Two letters of a name: of the first and the last word. */
export const initials = (name: string): string => {
  const words = name.split(/[\s.@_-]+/).filter((word) => /\p{L}|\p{N}/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map((word) => [...(word ?? "")][0] ?? "");
  return letters.join("").toLocaleUpperCase();
};

const useStyles = makeStyles({
  root: {
    display: "inline-flex",
    alignItems: "center",
    justifyContent: "center",
    flexShrink: 0,
    borderRadius: "50%",
    fontWeight: 600,
  },
  small: { width: "24px", height: "24px", fontSize: "10px" },
  large: { width: "32px", height: "32px", fontSize: "12px" },
  blue: { backgroundColor: own.hrBlue, color: own.hrBlueInk },
  green: { backgroundColor: own.hrGreen, color: own.hrGreenInk },
  purple: { backgroundColor: own.hrPurple, color: own.hrPurpleInk },
  peach: { backgroundColor: own.hrPeach, color: own.hrPeachInk },
});

const COLORS = ["blue", "green", "purple", "peach"] as const;

/** The same person has the same colour everywhere. */
const colorOf = (upn: string) => COLORS[[...upn].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % COLORS.length] ?? "blue";

type Props = { name: string; upn: string; size?: "small" | "large" };

export const Avatar: FC<Props> = ({ name, upn, size = "large" }) => {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.root, styles[size], styles[colorOf(upn)])} aria-hidden="true">
      {initials(name)}
    </span>
  );
};
