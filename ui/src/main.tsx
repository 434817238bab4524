import { createDOMRenderer, FluentProvider, RendererProvider } from "@fluentui/react-components";
import { type FC, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/App";
import { Announcer } from "./frame/Announcer";
import { tauriHost } from "./ipc/host";
import { HostProvider } from "./ipc/HostContext";
import { Texts } from "./text/Texts";
import { darkTheme, lightTheme } from "./theme/themes";
import { useDark } from "./theme/useDark";

// The shell adds a nonce to the one style element of the page; Griffel's own elements need the same.
const nonce = document.querySelector<HTMLStyleElement>("style#boot")?.nonce ?? "";
const renderer = createDOMRenderer(document, nonce ? { styleElementAttributes: { nonce } } : {});

const Root: FC = () => (
  <RendererProvider renderer={renderer} targetDocument={document}>
    <FluentProvider theme={useDark() ? darkTheme : lightTheme}>
      <Texts>
        <HostProvider value={tauriHost}>
          <Announcer>
            <App />
          </Announcer>
        </HostProvider>
      </Texts>
    </FluentProvider>
  </RendererProvider>
);

const root = document.getElementById("root");
if (root) createRoot(root).render(<StrictMode><Root /></StrictMode>);
