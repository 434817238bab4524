import type { FC } from "react";

/** The app's icon, as in the dock. */
export const Icon: FC<{ size?: number }> = ({ size = 20 }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
    <rect width="32" height="32" rx="7" fill="#0f548c" />
    <path d="M4 28v-4h8v-4h8v-4h8v12z" fill="#7fc4f5" />
    <path d="M7 14V24M25 5V16" stroke="#fff" strokeWidth="2" />
    <path d="M5.5 14.6 26.5 4.1" stroke="#fff" strokeWidth="3.4" strokeLinecap="round" />
  </svg>
);
