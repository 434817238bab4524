import { tenantIn } from "./tenant";

it.each([
  ["contoso.com", "contoso.com"],
  [" Contoso.onmicrosoft.com ", "contoso.onmicrosoft.com"],
  ["dana@contoso.com", "contoso.com"],
  ["https://contoso.com/sign-in", "contoso.com"],
  ["3F1C8A52-6a0e-4c55-9f43-b4b1f0d2c7aa", "3f1c8a52-6a0e-4c55-9f43-b4b1f0d2c7aa"],
  ["contoso", null],
  ["contoso..com", null],
  ["", null],
])("%j names the tenant %j", (text, tenant) => expect(tenantIn(text)).toBe(tenant));
