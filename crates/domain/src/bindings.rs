//! TypeScript declarations of everything that crosses to the window, as one text. Written to a file by xtask.

use ts_rs::{Config, TS};

macro_rules! declarations {
    ($($ty:ty),+ $(,)?) => {
        vec![$(<$ty as TS>::decl(&Config::default())),+]
    };
}

/// The declarations, sorted by name.
#[must_use]
pub fn typescript() -> String {
    #[allow(clippy::wildcard_imports)]
    use crate::*;
    let mut all = declarations![
        Action,
        Activity,
        AppId,
        AppObjectId,
        AppRoleId,
        ApprovalRecord,
        Arg,
        Block,
        CallView,
        ChangeId,
        ChangeView,
        CheckRow,
        Choice,
        Condition,
        Diagnostic,
        Digest,
        Event,
        Expiry,
        Export,
        Fact,
        Field,
        GrantId,
        GroupId,
        HandedOver,
        HandedTo,
        HandoverOffer,
        Input,
        ItemHead,
        ItemId,
        ItemView,
        KeyId,
        Kind,
        Lane,
        LockState,
        LockView,
        MadeChange,
        Manual,
        ManualStep,
        ManualValue,
        MeetingId,
        Message,
        Outcome,
        PermissionType,
        PermissionView,
        PersonView,
        PlanGroup,
        PlanView,
        ProbeStep,
        ProfileCard,
        ProfileId,
        ProfileQuestion,
        ProfileView,
        Purpose,
        Question,
        QuestionId,
        RecordValue,
        RunId,
        RunRecord,
        ServicePrincipalId,
        SessionRef,
        SetupCard,
        SetupId,
        GroupRef,
        SetupView,
        SignInState,
        Stage,
        Surroundings,
        Technical,
        DoneView,
        Proof,
        FinalRemoval,
        OwnCertificate,
        Overview,
        PastedError,
        PastedUsers,
        KeptFile,
        ChosenFile,
        Place,
        PracticeAccount,
        PracticeView,
        ReportForm,
        Saved,
        ScenarioCard,
        SecretKind,
        SignInAppMaker,
        SignInMethod,
        SignInOffer,
        SignInVisit,
        TenantId,
        TenantRef,
        TimePoint,
        Tone,
        UserId,
        UserRef,
        VendorKey,
        VendorValue,
        Verb,
        WaitView,
        Way,
    ];
    all.sort();
    let mut text = String::from("// Generated from the Rust types by `cargo xtask bindings`. Do not edit.\n\n");
    for declaration in all {
        text.push_str("export ");
        text.push_str(&declaration);
        text.push('\n');
    }
    text
}
