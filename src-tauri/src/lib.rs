//! The desktop shell: commands, the channel, file dialogs and notifications. It wires up and decides nothing; what a
//! command does is one call of [`desk::Desk`].

mod arguments;
mod channel;
mod clipboard;
mod commands;
mod files;
mod notices;
mod shell;
mod walls;

pub use shell::run;
