import { FluentProvider } from "@fluentui/react-components";
import type { FC, PropsWithChildren } from "react";
import { Announcer } from "../frame/Announcer";
import type { Host } from "../ipc/host";
import { HostProvider } from "../ipc/HostContext";
import type { Language } from "../text/catalogue";
import { Texts } from "../text/Texts";
import { type HandrailTheme, lightTheme } from "../theme/themes";
import { NOW } from "./setups";

const now = () => NOW;

type Props = PropsWithChildren<{ host: Host; language?: Language; theme?: HandrailTheme }>;

/** What a page stands on, with a clock that stands still and a host that answers from fixtures. */
export const Stage: FC<Props> = ({ host, language, theme = lightTheme, children }) => (
  <FluentProvider theme={theme}>
    <Texts language={language} locale="en-GB" zone="UTC" now={now}>
      <HostProvider value={host}>
        <Announcer>{children}</Announcer>
      </HostProvider>
    </Texts>
  </FluentProvider>
);
