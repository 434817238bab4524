/** Reading users out of what a person types or pastes. */

/** Parts of a text between commas, semicolons and line ends; `Mia Lind <mia@contoso.com>` is its address. */
const parts = (text: string): string[] =>
  text
    .split(/[,;\n\r\t]+/)
    .flatMap((part) => {
      const address = /<([^<>]+)>/.exec(part)?.[1];
      return address ? [address] : part.split(/\s+(?=\S*@)|(?<=@\S*)\s+/);
    })
    .map((part) => part.trim())
    .filter((part) => part !== "");

const ADDRESS = /^[^\s@"<>]+@[^\s@"<>]+\.[^\s@"<>]+$/;

export const isUser = (text: string): boolean => ADDRESS.test(text);

export type ReadUsers = { users: string[]; wrong: string[] };

/** What can be a user, each once, and what cannot. */
export const readUsers = (text: string): ReadUsers => {
  const all = parts(text);
  return { users: addUsers([], all.filter(isUser)), wrong: all.filter((part) => !isUser(part)) };
};

/** Adds users that are not there yet; case does not tell two users apart. */
export const addUsers = (there: readonly string[], more: readonly string[]): string[] => {
  const seen = new Set(there.map((user) => user.toLowerCase()));
  const fresh = more.filter((user) => {
    const key = user.toLowerCase();
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
  return [...there, ...fresh];
};
