/** Whether a text can name a tenant: worth asking Microsoft for. */
const DOMAIN = /^(?=.{4,253}$)([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The domain or id in what was typed: a mail address gives its domain, a web address its host. */
export const tenantIn = (text: string): string | null => {
  const word = text.trim().replace(/^https?:\/\//i, "").split("/")[0]?.split("@").at(-1) ?? "";
  return DOMAIN.test(word) || GUID.test(word) ? word.toLowerCase() : null;
};
