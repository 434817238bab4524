/** Steps of the 4 px grid and the widths where the frame changes its shape. */
export const narrow = "@media (max-width: 900px)";
export const tiny = "@media (max-width: 620px)";
export const calm = "@media (prefers-reduced-motion: reduce)";
export const forced = "@media (forced-colors: active)";
export const narrowQuery = "(max-width: 900px)";

/** About 68 characters of text. */
export const prose = { lead: "512px", body: "440px" } as const;
