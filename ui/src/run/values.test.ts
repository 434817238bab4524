import { expect, test } from "vitest";
import { isValue, type ValueInput } from "./values";

test.each<[ValueInput, string]>([
  ["host", "calls.example.com"],
  ["url", "https://calls.example.com:8443/notify?x=1"],
  ["port", "443"],
  ["app_ids", "14d82eec-204b-4c2f-b7e8-296a70dab67e, 12128F48-ec9e-42f0-b203-ea49fb6af367"],
])("%s takes %s", (input, text) => {
  expect(isValue(input, text), text).toBe(true);
});

test.each<[ValueInput, string]>([
  ["host", "https://calls.example.com"],
  ["host", "localhost"],
  ["url", "http://calls.example.com"],
  ["url", "https://10.0.0.1/"],
  ["url", "https://a:b@calls.example.com/"],
  ["port", "0"],
  ["port", "65536"],
  ["app_ids", "Contoso"],
  ["app_ids", " "],
  ["group", "Operators"],
])("%s does not take %s", (input, text) => {
  expect(isValue(input, text), text).toBe(false);
});
