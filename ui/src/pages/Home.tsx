import { Button, Link, makeStyles, mergeClasses, tokens, shorthands } from "@fluentui/react-components";
import { CallRegular, ChevronRightRegular, DesktopPulseRegular, KeyMultipleRegular, PeopleTeamRegular, Video360Regular, VideoPersonRegular } from "@fluentui/react-icons";
import type { FC, ReactElement, ReactNode } from "react";
import { Page } from "../frame/Page";
import type { Diagnostic, Overview, ProfileCard, ProfileId, SetupCard, SetupId } from "../ipc/bindings";
import { useWords } from "../pieces/words";
import { Trouble } from "../pieces/Trouble";
import { Stairs } from "../pictures/Stairs";
import { useSay } from "../text/Texts";
import { tiny } from "../theme/measures";
import { SetupTile } from "./SetupTile";

const useStyles = makeStyles({
  hero: {
    display: "flex",
    alignItems: "center",
    gap: "32px",
    padding: "24px 48px 24px 32px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    [tiny]: { padding: "20px" },
  },
  heroTexts: { display: "flex", flexDirection: "column", gap: "16px", flexGrow: 1, minWidth: 0 },
  heroPicture: { [tiny]: { display: "none" } },
  heroStart: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "12px" },
  large: { minHeight: "40px", fontSize: tokens.fontSizeBase400, whiteSpace: "nowrap" },
  head: { display: "flex", alignItems: "baseline", justifyContent: "space-between", gap: "16px", flexWrap: "wrap", marginTop: "8px" },
  setups: { display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(340px, 1fr))", gap: "16px", margin: 0, padding: 0, listStyleType: "none", [tiny]: { gridTemplateColumns: "minmax(0, 1fr)" } },
  cards: { display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(280px, 1fr))", gap: "16px", margin: 0, padding: 0, listStyleType: "none" },
  single: { gridTemplateColumns: "minmax(0, 1fr)" },
  card: {
    boxSizing: "border-box",
    display: "flex",
    alignItems: "flex-start",
    gap: "12px",
    width: "100%",
    height: "100%",
    padding: "16px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontFamily: "inherit",
    fontSize: tokens.fontSizeBase300,
    lineHeight: tokens.lineHeightBase300,
    textAlign: "left",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover, ...shorthands.borderColor(tokens.colorNeutralStroke1Hover) },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "1px" },
  },
  icon: { flexShrink: 0, fontSize: "24px", height: "24px", color: tokens.colorBrandForeground1 },
  chevron: { flexShrink: 0, alignSelf: "center", fontSize: "20px", height: "20px", color: tokens.colorNeutralForeground3 },
  texts: { display: "flex", flexDirection: "column", gap: "4px", flexGrow: 1, minWidth: 0 },
});

const ICONS: Readonly<Record<string, ReactElement>> = {
  "teams-online-meetings": <VideoPersonRegular />,
  altoura: <Video360Regular />,
  "call-telemetry": <CallRegular />,
  "app-access-policy": <KeyMultipleRegular />,
  "device-monitoring": <DesktopPulseRegular />,
};

export type HomeProps = {
  overview: Overview;
  trouble: Diagnostic | null;
  onContinue: (setup: SetupId) => void;
  onBegin: (profile: ProfileId) => void;
  onRotate: (setup: SetupId) => void;
  onUndo: (setup: SetupId) => void;
  onForget: (setup: SetupCard) => void;
};

/** What do you want to connect? The first time, practising is the most visible thing. */
export const Home: FC<HomeProps> = ({ overview, trouble, onContinue, onBegin, onRotate, onUndo, onForget }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const { setups, profiles, practice, problem } = overview;
  const first = setups.length === 0;
  const unfinished = setups.filter((setup) => setup.finished < setup.items).length;
  const title = first ? say("ui-home-title-first") : say("ui-home-title", { count: unfinished });
  const firstProfile = profiles[0];
  const canPractise = practice && firstProfile;
  return (
    <Page name="home" title={title} wide trouble={trouble} lead={first ? say("ui-home-lead-plain") : undefined}
      head={first && canPractise ? (heading) => <Hero heading={heading} onPractise={() => onBegin(firstProfile.id)} /> : undefined}
    >
      {problem && <Trouble diagnostic={problem} />}
      {!first && (
        <ul className={styles.setups} aria-label={say("ui-home-setups")}>
          {setups.map((setup, index) => (
            <SetupTile
              key={setup.id}
              setup={setup}
              first={index === 0}
              onContinue={() => onContinue(setup.id)}
              onRotate={() => onRotate(setup.id)}
              onUndo={() => onUndo(setup.id)}
              onForget={() => onForget(setup)}
            />
          ))}
        </ul>
      )}
      <div className={styles.head}>
        <h2 className={words.section}>{say(first && canPractise ? "ui-home-or-tenant" : "ui-home-connect")}</h2>
        {!first && canPractise && (
          <Link as="button" onClick={() => onBegin(firstProfile.id)}>
            {say("ui-home-practise-first")}
          </Link>
        )}
      </div>
      <ul className={mergeClasses(styles.cards, profiles.length === 1 && styles.single)} aria-label={say("ui-home-connect")}>
        {profiles.map((profile) => (
          <li key={profile.id}>
            <ProfileTile profile={profile} onBegin={() => onBegin(profile.id)} />
          </li>
        ))}
      </ul>
    </Page>
  );
};

const Hero: FC<{ heading: ReactNode; onPractise: () => void }> = ({ heading, onPractise }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <section className={styles.hero} aria-label={say("ui-home-practise")}>
      <div className={styles.heroTexts}>
        {heading}
        <p className={words.lead}>{say("ui-home-lead")}</p>
        <div className={styles.heroStart}>
          <Button appearance="primary" size="large" className={styles.large} onClick={onPractise} data-testid="primary">
            {say("ui-home-practise")}
          </Button>
          <span className={words.meta}>{say("ui-home-practise-note")}</span>
        </div>
      </div>
      <div className={styles.heroPicture}>
        <Stairs />
      </div>
    </section>
  );
};

const ProfileTile: FC<{ profile: ProfileCard; onBegin: () => void }> = ({ profile, onBegin }) => {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  return (
    <button type="button" className={styles.card} onClick={onBegin} data-testid={`profile-${profile.id}`}>
      <span className={styles.icon} aria-hidden="true">
        {ICONS[profile.id] ?? <PeopleTeamRegular />}
      </span>
      <span className={styles.texts}>
        <span className={words.strong}>{say(profile.title)}</span>
        <span className={words.second}>{say(profile.summary)}</span>
        <span className={words.meta}>{say("ui-home-profile-meta", { minutes: profile.minutes, roles: profile.roles.length, items: profile.items })}</span>
      </span>
      <ChevronRightRegular className={styles.chevron} aria-hidden="true" />
    </button>
  );
};
