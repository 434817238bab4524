import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { FC } from "react";
import { useSay } from "../text/Texts";
import { Mark, useInk } from "./Mark";
import { type Standing, standingId } from "./standing";

const useStyles = makeStyles({
  root: {
    display: "inline-flex",
    alignItems: "center",
    gap: "8px",
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    fontWeight: tokens.fontWeightSemibold,
  },
});

type Props = { standing: Standing; words?: string; size?: number };

/** Mark and word. */
export const State: FC<Props> = ({ standing, words, size = 16 }) => {
  const say = useSay();
  return (
    <span className={mergeClasses(useStyles().root, useInk(standing))}>
      <Mark standing={standing} size={size} />
      <span>{words ?? say(standingId(standing))}</span>
    </span>
  );
};
