/** For looking: `?state=certificate&language=pseudo`. Not part of the product's bundle. */
import { FluentProvider } from "@fluentui/react-components";
import type { FC } from "react";
import { createRoot } from "react-dom/client";
import { App } from "../app/App";
import { Announcer } from "../frame/Announcer";
import { HostProvider } from "../ipc/HostContext";
import { Texts } from "../text/Texts";
import { darkTheme, lightTheme } from "../theme/themes";
import { useDark } from "../theme/useDark";
import { fakeHost } from "./fakeHost";
import { NOW } from "./setups";
import { states } from "./states";

const query = new URLSearchParams(location.search);
const state = states[query.get("state") ?? ""];
const host = state && fakeHost(state);
const now = () => NOW;

const Gallery: FC = () => (
  <FluentProvider theme={useDark() ? darkTheme : lightTheme}>
    {state && host ? (
      <Texts language={query.get("language") === "pseudo" ? "pseudo" : "en"} locale="en-GB" zone="UTC" now={now}>
        <HostProvider value={host}>
          <Announcer>
            <App {...state.start} />
          </Announcer>
        </HostProvider>
      </Texts>
    ) : (
      <ul>
        {Object.keys(states).map((name) => (
          <li key={name}>
            <a href={`?state=${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    )}
  </FluentProvider>
);

const root = document.getElementById("root");
if (root) createRoot(root).render(<Gallery />);
