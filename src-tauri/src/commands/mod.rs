//! What the page may ask for: the list of `xtask/src/commands.rs`, one file a page. Each command is one call of the
//! desk; an error is a diagnostic.

mod done;
mod home;
mod item;
mod plan;
mod practice;
mod sign_in;
mod system;

use tauri::{Builder, State, Wry};

use crate::shell::Shell;

/// What commands share.
type Shared<'a> = State<'a, Shell>;

/// Takes the commands in. `cargo xtask bindings --check` holds this list against the one that permissions come from.
pub fn handle(builder: Builder<Wry>) -> Builder<Wry> {
    builder.invoke_handler(tauri::generate_handler![
        home::overview,
        home::profile,
        home::find_tenant,
        home::begin,
        home::open,
        home::forget,
        home::places,
        item::item,
        item::look,
        item::answer,
        item::set_way,
        item::skip,
        item::accept,
        item::search_users,
        item::search_groups,
        item::read_users_csv,
        item::guide,
        item::rotate_certificate,
        item::rotate_secret,
        item::choose_certificate,
        item::open_certificate,
        item::choose_vendor_certificate,
        item::choose_file,
        item::install_module,
        item::copy_secret,
        item::save_script,
        item::save_allow_list,
        plan::plan,
        plan::approve,
        plan::apply,
        plan::undo_plan,
        plan::undo,
        plan::final_removal,
        plan::delete_for_good,
        sign_in::sign_in_offer,
        sign_in::sign_in,
        sign_in::sign_in_cancel,
        sign_in::sign_in_paste,
        sign_in::set_own_client,
        sign_in::sign_out,
        done::done,
        done::record,
        done::save_report,
        done::show_report,
        done::save_certificate,
        done::save_vendor_certificate,
        done::save_pfx,
        done::handover_offer,
        done::save_handover,
        done::save_calendar,
        practice::set_scenario,
        practice::reset_practice,
        practice::show_practice,
        practice::move_practice_clock,
        system::listen,
        system::copy_text,
        system::open_link,
    ])
}
