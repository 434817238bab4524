import type { Activity } from "../ipc/bindings";
import type { Say } from "../text/say";

/** "change 2 of 3": what is being done, when the engine has no words of its own for it. */
export const activityWords = (activity: Activity, say: Say): string =>
  activity.activity === "applying"
    ? say("ui-activity-applying", { number: activity.number, of: activity.of })
    : say(`ui-activity-${activity.activity}`);
