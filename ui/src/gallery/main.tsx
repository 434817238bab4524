/** For looking: `?state=certificate&language=pseudo`. Not part of the product's bundle. */
import type { FC } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../app/App";
import { darkTheme, lightTheme } from "../theme/themes";
import { useDark } from "../theme/useDark";
import { fakeHost } from "./fakeHost";
import { Stage } from "./Stage";
import { states } from "./states";

const query = new URLSearchParams(location.search);
const state = states[query.get("state") ?? ""];
const host = fakeHost(state ?? {});

const Gallery: FC = () => (
  <Stage host={host} theme={useDark() ? darkTheme : lightTheme} language={query.get("language") === "pseudo" ? "pseudo" : "en"}>
    {state ? (
      <App {...state.start} />
    ) : (
      <ul>
        {Object.keys(states).map((name) => (
          <li key={name}>
            <a href={`?state=${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    )}
  </Stage>
);

const root = document.getElementById("root");
if (root) createRoot(root).render(<Gallery />);
