//! What fields of our files want.

/// What a field wants, as a closed list, so that each has words in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Form {
    /// Text in quotes.
    #[error("text in quotes")]
    Text,
    /// A whole number.
    #[error("a whole number")]
    Number,
    /// `true` or `false`.
    #[error("`true` or `false`")]
    Flag,
    /// A list of texts.
    #[error("a list of texts, `[\"...\", \"...\"]`")]
    Texts,
    /// A table.
    #[error("a table, `[name]`")]
    Table,
    /// A list of tables.
    #[error("a list of tables, `[[name]]`")]
    Tables,
    /// A GUID.
    #[error("a GUID like 00000003-0000-0000-c000-000000000000")]
    Guid,
    /// An id of a profile.
    #[error("lower-case letters, digits and `-`, beginning with a letter")]
    ProfileId,
    /// An id of an item, question or point.
    #[error("lower-case letters, digits and `_`, beginning with a letter")]
    Id,
    /// A version.
    #[error("a version `major.minor.patch`")]
    Version,
    /// Where a public client's sign-in comes back to.
    #[error("`http://localhost`, with a path of letters and digits if any")]
    PublicRedirect,
    /// A certificate's subject.
    #[error("a subject like `CN=Name`, with letters, digits, blanks, `.`, `-`, `_`")]
    Subject,
    /// A `.cer` file name without folders.
    #[error("a file name that ends in `.cer`, with letters, digits, `.`, `-`, `_`")]
    CerFile,
    /// The ending of a file's name.
    #[error("the ending of a file's name without the dot, like `zip`")]
    Ending,
    /// A policy name.
    #[error("a policy name without `Tag:`, with letters, digits, blanks, `.`, `-`, `_`")]
    PolicyName,
    /// A redirect URI of a web or single-page app.
    #[error("`https://...` (`http` only for localhost), at most 256 characters, without `*`, `#` and `! $ ' ( ) , ;`")]
    Redirect,
    /// A name of a scope.
    #[error("a name like `access_as_user`, with letters, digits, `_`, `-`, `.`, `:`")]
    Scope,
    /// A permission name.
    #[error("a permission name like `OnlineMeetings.ReadWrite.All`")]
    Permission,
    /// A permission name, or the beginning of one with `*`.
    #[error("a permission name, or its beginning with `*` at the end")]
    PermissionPattern,
    /// A public key of age.
    #[error("an age public key, `age1` and 58 letters and digits")]
    AgeKey,
    /// 2048, 3072 or 4096.
    #[error("2048, 3072 or 4096")]
    KeyBits,
    /// A user principal name or object id.
    #[error("a user principal name like mia@contoso.com, or an object id")]
    User,
    /// One user or a list of them.
    #[error("user principal names, `[\"mia@contoso.com\", \"...\"]`")]
    Users,
    /// A domain or tenant id.
    #[error("a domain like contoso.com, or a tenant id")]
    Tenant,
    /// A calendar day.
    #[error("a day like 2026-01-31")]
    Day,
    /// A text with places for answers.
    #[error(
        "a text whose `{names}` in braces are questions of this profile, `{{app_id}}` or `{{tenant_id}}`",
        names = "{name}"
    )]
    Template,
    /// The DNS name of a server.
    #[error("a DNS name like calls.contoso.com, without `https://` and port")]
    Host,
    /// An `https` address.
    #[error("an address like https://calls.contoso.com/notify")]
    Url,
    /// A TCP port.
    #[error("a port, 1 to 65535")]
    Port,
    /// One client id or several.
    #[error("client ids, `[\"00000000-0000-0000-0000-000000000000\", \"...\"]`")]
    AppIds,
    /// What is asked of a host.
    #[error("a path like `/v1.0/me`")]
    Path,
    /// A status, or any.
    #[error("an HTTP status from 100 to 599, or `any`")]
    Expectation,
    /// What a subscription watches.
    #[error("chats of the signed-in user, like `/me/chats/getAllMessages`")]
    Resource,
    /// What to do with an app that was found.
    #[error("`new`, or the client id of the app to adopt")]
    Adopt,
    /// Name of a resource group.
    #[error("the name of a resource group: up to 90 letters, digits, `-`, `.`, `_`, `(`, `)`, no `.` at the end")]
    ResourceGroup,
    /// A region of Azure.
    #[error("a region as Azure's requests name it, like westeurope")]
    Region,
    /// The beginning of a Communication Service's name.
    #[error("lower-case letters, digits and `-`, at most 54, beginning with a letter")]
    ServiceStart,
    /// Name of a Communication Service.
    #[error("lower-case letters, digits and `-`, at most 63, beginning with a letter")]
    ServiceName,
    /// Version of an API of Azure.
    #[error("a version like 2025-09-01")]
    ApiVersion,
    /// Tags of Azure.
    #[error("tags like `CostCenter=4711; Owner=IT`")]
    Tags,
}

impl Form {
    /// The message id of its words.
    #[must_use]
    pub const fn message_id(self) -> &'static str {
        match self {
            Self::Text => "file-wants-text",
            Self::Number => "file-wants-number",
            Self::Flag => "file-wants-flag",
            Self::Texts => "file-wants-texts",
            Self::Table => "file-wants-table",
            Self::Tables => "file-wants-tables",
            Self::Guid => "file-wants-guid",
            Self::ProfileId => "file-wants-profile-id",
            Self::Id => "file-wants-id",
            Self::Version => "file-wants-version",
            Self::PublicRedirect => "file-wants-public-redirect",
            Self::Subject => "file-wants-subject",
            Self::CerFile => "file-wants-cer-file",
            Self::Ending => "file-wants-ending",
            Self::PolicyName => "file-wants-policy-name",
            Self::Redirect => "file-wants-redirect",
            Self::Scope => "file-wants-scope",
            Self::Permission => "file-wants-permission",
            Self::PermissionPattern => "file-wants-permission-pattern",
            Self::AgeKey => "file-wants-age-key",
            Self::KeyBits => "file-wants-key-bits",
            Self::User => "file-wants-user",
            Self::Users => "file-wants-users",
            Self::Tenant => "file-wants-tenant",
            Self::Day => "file-wants-day",
            Self::Template => "file-wants-template",
            Self::Host => "file-wants-host",
            Self::Url => "file-wants-url",
            Self::Port => "file-wants-port",
            Self::AppIds => "file-wants-app-ids",
            Self::Path => "file-wants-path",
            Self::Expectation => "file-wants-expectation",
            Self::Resource => "file-wants-resource",
            Self::Adopt => "file-wants-adopt",
            Self::ResourceGroup => "file-wants-resource-group",
            Self::Region => "file-wants-region",
            Self::ServiceStart => "file-wants-service-start",
            Self::ServiceName => "file-wants-service-name",
            Self::ApiVersion => "file-wants-api-version",
            Self::Tags => "file-wants-tags",
        }
    }
}
