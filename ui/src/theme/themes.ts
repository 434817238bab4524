import { type Theme, webDarkTheme, webLightTheme } from "@fluentui/react-components";

/** Colours beside Fluent's: the state marks, one tint for a card, and practice (docs: mockups' design notes). */
const light = {
  hrDone: "#0e700e",
  hrWaiting: "#00666d",
  hrPerson: "#9b2d90",
  hrDecision: "#bc4b09",
  hrFinding: "#835b00",
  hrFailed: "#b10e1c",
  hrQuiet: "#616161",
  hrReady: "#0f6cbd",
  hrTrack: "#e0e0e0",
  hrTintWarning: "#fff9f0",
  hrTintWarningLine: "#f2ddb8",
  hrTintDanger: "#fdf3f4",
  hrTintDangerLine: "#eeacb2",
  hrTintSuccess: "#f1faf1",
  hrTintSuccessLine: "#bfe0bf",
  hrPractice: "#e9e6fb",
  hrPracticeInk: "#3f3682",
  hrPracticeLine: "#c9c2f0",
  hrStairs: "#c4e0ff",
  hrBlue: "#d8e6f5",
  hrBlueInk: "#1f4e79",
  hrGreen: "#dcefe5",
  hrGreenInk: "#1c5a3c",
  hrPurple: "#e6e0f5",
  hrPurpleInk: "#4b3a8c",
  hrPeach: "#f7e1d5",
  hrPeachInk: "#8a3b12",
} as const;

type Own = { [name in keyof typeof light]: string };

const dark: Own = {
  hrDone: "#6cc46c",
  hrWaiting: "#7fd4da",
  hrPerson: "#e3a0da",
  hrDecision: "#faa06b",
  hrFinding: "#e6c26b",
  hrFailed: "#ee8f98",
  hrQuiet: "#b5b5b5",
  hrReady: "#479ef5",
  hrTrack: "#4d4d4d",
  hrTintWarning: "#33291b",
  hrTintWarningLine: "#6b5222",
  hrTintDanger: "#382427",
  hrTintDangerLine: "#7a3f46",
  hrTintSuccess: "#1e3320",
  hrTintSuccessLine: "#3b6b3f",
  hrPractice: "#2a2559",
  hrPracticeInk: "#dcd7fa",
  hrPracticeLine: "#4a4391",
  hrStairs: "#0c3b5e",
  hrBlue: "#2c475c",
  hrBlueInk: "#c9e0f5",
  hrGreen: "#24473a",
  hrGreenInk: "#bfe6d2",
  hrPurple: "#3d3560",
  hrPurpleInk: "#d8cff5",
  hrPeach: "#553826",
  hrPeachInk: "#f5d3bf",
};

const type = {
  fontFamilyBase: "'Segoe UI Variable Text', 'Segoe UI', system-ui, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "'Cascadia Mono', Consolas, 'DejaVu Sans Mono', monospace",
};

export type HandrailTheme = Theme & Own;

export const lightTheme: HandrailTheme = { ...webLightTheme, ...light, ...type };

export const darkTheme: HandrailTheme = {
  ...webDarkTheme,
  ...dark,
  ...type,
  // Fluent's #525252 drew a cage around every card.
  colorNeutralStroke2: "#3d3d3d",
  colorNeutralForeground3: "#b5b5b5",
};

/** Names for Griffel: `own.hrDone` is the CSS variable. */
export const own = Object.fromEntries(Object.keys(light).map((name) => [name, `var(--${name})`])) as Own;
