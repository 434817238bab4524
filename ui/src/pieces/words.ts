import { makeStyles, tokens } from "@fluentui/react-components";
import { prose } from "../theme/measures";

/** The four sizes of the design notes. */
export const useWords = makeStyles({
  title: {
    margin: 0,
    fontSize: tokens.fontSizeBase600,
    lineHeight: tokens.lineHeightBase600,
    fontWeight: tokens.fontWeightSemibold,
    color: tokens.colorNeutralForeground1,
    overflowWrap: "anywhere",
    outlineStyle: "none",
  },
  lead: {
    margin: 0,
    maxWidth: prose.lead,
    fontSize: tokens.fontSizeBase400,
    lineHeight: "24px",
    color: tokens.colorNeutralForeground2,
    overflowWrap: "anywhere",
  },
  section: {
    margin: 0,
    fontSize: tokens.fontSizeBase400,
    lineHeight: "24px",
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
  },
  body: { margin: 0, maxWidth: prose.body, overflowWrap: "anywhere" },
  strong: { margin: 0, fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  meta: {
    margin: 0,
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
    color: tokens.colorNeutralForeground3,
    overflowWrap: "anywhere",
  },
  quiet: { margin: 0, color: tokens.colorNeutralForeground3 },
  second: { margin: 0, color: tokens.colorNeutralForeground2 },
  mono: { margin: 0, fontFamily: tokens.fontFamilyMonospace, fontSize: "12px", lineHeight: "20px", overflowWrap: "anywhere" },
  grow: { flexGrow: 1, minWidth: 0 },
  stack: { display: "flex", flexDirection: "column", minWidth: 0 },
});
