import type { Activity } from "../ipc/bindings";
import type { Say } from "../text/say";

/** "change 2 of 3", "3,120 of 10,000, about 14 min left": what is being done, when the engine has no words of its own for it. */
export const activityWords = (activity: Activity, say: Say): string => {
  switch (activity.activity) {
    case "applying":
      return say("ui-activity-applying", { number: activity.number, of: activity.of });
    case "counting": {
      const { done, of, left } = activity;
      if (left === null) return say("ui-activity-counting", { done, of });
      return say("ui-activity-counting-left", { done, of, left: say.duration(left) });
    }
    default:
      return say(`ui-activity-${activity.activity}`);
  }
};
