import type { Message } from "../ipc/bindings";

/** Words of a fixture, as they are: the gallery does not wait for the engine's catalogue. */
export const lit = (text: string): Message => ({ id: "literal", args: { text: { text } } });
export const maybe = (text?: string): Message | null => (text === undefined ? null : lit(text));
