/** The questions about where a certificate comes from. */
import type { Block } from "../ipc/bindings";
import { lit } from "./words";

export const fact = (label: string, value: string, copy: string | null = null) => ({ label: lit(label), value: lit(value), copy, note: null });

export const source = (chosen: string, facts: ReturnType<typeof fact>[]): Block => {
  const option = (value: string, label: string, note: string, rows: typeof facts) => ({ value, label: lit(label), note: lit(note), facts: rows, typed_confirmation: null });
  const made = option("new", "Make a new key here (recommended)", "RSA 2048, straight into this computer’s keychain.", []);
  const own = option("file", "Use one of yours: PFX or PEM file", "With its private key, RSA with 2048 bits or more. Handrail copies the key into the keychain; your file is read and stays as it is.", facts);
  return { block: "question", question: { id: "certificate.file", title: lit("Which key does the app use?"), detail: null, options: [made, own], chosen, input: "certificate" } };
};

export const vendorSource = (chosen: string, facts: ReturnType<typeof fact>[]): Block => {
  const option = (value: string, label: string, note: string, rows: typeof facts) => ({ value, label: lit(label), note: lit(note), facts: rows, typed_confirmation: null });
  const none = option("none", "No", "The vendor gets a sealed copy of the key above, as PFX.", []);
  const file = option("file", "Yes: the vendor sent its certificate or a request for one (safest)", ".cer, .crt, .pem or .csr, without a private key. No key is handed over.", facts);
  return { block: "question", question: { id: "certificate.vendor", title: lit("Does the vendor bring a key of its own?"), detail: null, options: [none, file], chosen, input: "vendor_certificate" } };
};

export const vendorTaken = vendorSource("file", [
  fact("Subject", "CN=Booking vendor"),
  fact("SHA-1 thumbprint", "A11C41D7A0B3C4D5E6F708192A3B4C5DF6E0AAAA"),
  fact("Valid until", "21 Nov 2028"),
  fact("Private key", "at the vendor, who alone has it"),
]);
