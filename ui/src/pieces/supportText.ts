import type { Diagnostic, Technical } from "../ipc/bindings";
import type { Say } from "../text/say";

/** Ids and codes as rows: what support at Microsoft asks for. */
export const technicalRows = (technical: Technical, say: Say): [label: string, value: string][] => {
  const rows: [string, string | number | null][] = [
    [say("ui-technical-service"), technical.service],
    [say("ui-technical-operation"), technical.operation],
    [say("ui-technical-status"), technical.status],
    [say("ui-technical-codes"), technical.codes.join(", ") || null],
    [say("ui-technical-request-id"), technical.request_id],
    [say("ui-technical-client-request-id"), technical.client_request_id],
    [say("ui-technical-at"), technical.at],
  ];
  return rows.filter((row): row is [string, string | number] => row[1] !== null).map(([label, value]) => [label, String(value)]);
};

/** Everything that support needs, as plain text for a mail or a ticket. */
export const supportText = (diagnostic: Diagnostic, say: Say): string => {
  const probes = (diagnostic.probes ?? []).map((probe, index) => {
    const answer = probe.answer ? say(probe.answer) : say("ui-probe-not-asked");
    return `${index + 1}. ${say(probe.question)}: ${answer}${probe.is_cause ? ` (${say("ui-probe-cause")})` : ""}`;
  });
  const technical = diagnostic.technical ? technicalRows(diagnostic.technical, say).map(([label, value]) => `${label}: ${value}`) : [];
  return [
    say(diagnostic.what),
    diagnostic.cause && say(diagnostic.cause),
    `${say("ui-failure-remedy")}: ${say(diagnostic.remedy)}`,
    `${say("ui-technical-code")}: ${diagnostic.code}`,
    ...technical,
    ...(probes.length > 0 ? ["", say("ui-failure-probes"), ...probes] : []),
  ]
    .filter((line) => line !== null)
    .join("\n");
};
