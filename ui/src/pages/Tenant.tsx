import { type FC, useCallback, useState } from "react";
import { Page } from "../frame/Page";
import type { Diagnostic, TenantRef } from "../ipc/bindings";
import { useSay } from "../text/Texts";
import { TenantCard } from "./TenantCard";

type Props = {
  number: string | null;
  trouble: Diagnostic | null;
  busy: boolean;
  find: (domain: string) => Promise<TenantRef>;
  onFound: (tenant: TenantRef | null) => void;
  onBegin: (tenant: TenantRef) => void;
  onBack: () => void;
};

/** The first half of signing in: which tenant. Only then is there a set-up. */
export const Tenant: FC<Props> = ({ number, trouble, busy, find, onFound, onBegin, onBack }) => {
  const [tenant, setTenant] = useState<TenantRef | null>(null);
  const say = useSay();
  const found = useCallback(
    (one: TenantRef | null) => {
      setTenant(one);
      onFound(one);
    },
    [onFound],
  );
  return (
    <Page
      name="tenant"
      number={number}
      title={say("ui-signin-title")}
      lead={say("ui-signin-lead")}
      trouble={trouble}
      actions={{
        primary: {
          label: tenant ? say("ui-tenant-use-named", { domain: tenant.domain }) : say("ui-tenant-use"),
          onPress: () => tenant && onBegin(tenant),
          disabled: !tenant || busy,
        },
        reason: tenant ? undefined : say("ui-tenant-reason"),
        back: onBack,
      }}
    >
      <TenantCard find={find} onFound={found} />
    </Page>
  );
};
