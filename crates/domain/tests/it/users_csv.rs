//! Lists of users are read as people write and export them.

use domain::users_csv::parse;
use proptest::prelude::*;

fn users(text: &str) -> Vec<String> {
    let list = parse(text);
    assert_eq!(list.errors, [], "no line of {text:?} is wrong");
    list.users
}

fn mistakes(text: &str) -> Vec<(u32, String)> {
    parse(text).errors.into_iter().map(|error| (error.line, error.text.id)).collect()
}

#[test]
fn pasted_lists_are_read_whatever_separates_them() {
    let wanted = ["mia@contoso.com", "jonas@contoso.com"];
    for text in [
        "mia@contoso.com\njonas@contoso.com\n",
        "mia@contoso.com\r\njonas@contoso.com",
        "mia@contoso.com\rjonas@contoso.com",
        "mia@contoso.com, jonas@contoso.com",
        "mia@contoso.com;jonas@contoso.com;",
        "mia@contoso.com\tjonas@contoso.com",
        "\u{feff}mia@contoso.com\n\n  jonas@contoso.com  \n",
        "Mia Schulz <mia@contoso.com>; Jonas Weber <jonas@contoso.com>",
        "\"Schulz, Mia\" <mia@contoso.com>\n\"jonas@contoso.com\"",
    ] {
        if text.starts_with("\"Schulz") {
            // Text after a closing quote belongs to the same entry.
            assert_eq!(parse(text).users, wanted, "{text:?}");
        } else {
            assert_eq!(users(text), wanted, "{text:?}");
        }
    }
}

#[test]
fn exported_tables_are_read_by_their_header() {
    let wanted = ["mia@contoso.com", "jonas@contoso.com"];
    for text in [
        "UserPrincipalName\nmia@contoso.com\njonas@contoso.com",
        "\u{feff}\"displayName\",\"userPrincipalName\",\"id\"\r\n\"Schulz, Mia\",\"mia@contoso.com\",1\r\n\"Weber \"\"Jo\"\" Jonas\",\"jonas@contoso.com\",2\r\n",
        "Name;E-Mail\nMia;mia@contoso.com\nJonas;jonas@contoso.com",
        "UPN\tName\nmia@contoso.com\tMia\njonas@contoso.com\tJonas",
        "Mia,mia@contoso.com\nJonas,jonas@contoso.com",
    ] {
        assert_eq!(users(text), wanted, "{text:?}");
    }
}

#[test]
fn of_several_columns_the_one_with_the_user_principal_name_counts() {
    let text = "mail,user_name,UserPrincipalName\nm.schulz@contoso.com,mschulz,mia@contoso.com\n,,jonas@contoso.com";
    assert_eq!(users(text), ["mia@contoso.com", "jonas@contoso.com"], "a mail address may be another one");
}

#[test]
fn letters_that_are_not_utf_8_are_told_where_they_are_the_user() {
    let text = "Name,upn\nJ\u{fffd}rg,joerg@contoso.com\nAnna,\u{fffd}sa@contoso.com";
    assert_eq!(parse(text).users, ["joerg@contoso.com"], "beside the user they do not matter");
    assert_eq!(mistakes(text), [(3, "users-encoding".into())]);
}

#[test]
fn object_ids_and_guests_are_users_too() {
    let id = "5b1d6f7c-1f62-4f1e-9f2e-6f3f0e6f7a10";
    assert_eq!(users(id), [id]);
    assert_eq!(users("gia_fabrikam.example#EXT#@contoso.com").len(), 1);
    assert_eq!(users("o'neill.zoë@contoso.com").len(), 1);
}

#[test]
fn each_bad_line_is_told_and_the_others_are_kept() {
    let text = "upn,name\nmia@contoso.com,Mia\n,Nobody\njonas,Jonas\nMIA@contoso.com,Mia again\n\nlee@contoso.com,Lee";
    let list = parse(text);
    assert_eq!(list.users, ["mia@contoso.com", "lee@contoso.com"]);
    assert_eq!(mistakes(text), [(3, "users-empty".into()), (4, "users-not-a-user".into()), (5, "users-twice".into())]);
    assert_eq!(mistakes("name,upn\nMia"), [(2, "users-short-line".into())]);
}

#[test]
fn a_misspelt_entry_in_one_line_is_not_passed_over() {
    let list = parse("mia@contoso.com, jonas");
    assert_eq!((list.users.len(), list.errors.len()), (1, 1));
    assert_eq!(list.errors[0].text.args["given"], domain::Arg::Text("jonas".into()));
}

#[test]
fn addresses_must_be_whole() {
    for text in
        ["mia@contoso", "@contoso.com", "mia@", "mia@a@contoso.com", "mia schulz@contoso.com", "mia@.com", "mia@-x.com"]
    {
        assert_eq!(mistakes(text), [(1, "users-not-a-user".into())], "{text}");
    }
    assert_eq!(mistakes("mi\u{202e}a@contoso.com"), [(1, "users-character".into())]);
}

#[test]
fn a_quote_that_never_closes_names_the_line_where_it_opened() {
    let list = parse("mia@contoso.com\n\"jonas@contoso.com\nlee@contoso.com");
    assert_eq!(list.users, ["mia@contoso.com"]);
    assert_eq!((list.errors[0].line, list.errors[0].text.id.as_str()), (2, "users-open-quote"));
}

#[test]
fn an_endless_list_is_cut_with_a_word() {
    let text: String = (0..10_002).map(|n| format!("user{n}@contoso.com\n")).collect();
    let list = parse(&text);
    assert_eq!(list.users.len(), 10_000);
    assert_eq!((list.errors.len(), list.errors[0].line), (1, 10_001));
}

#[test]
fn ten_thousand_below_a_header_are_all_read_and_each_bad_line_is_told_with_its_reason() {
    let table = |rows: usize, row: &dyn Fn(usize) -> String| {
        let rows: String = (0..rows).map(|n| format!("{}\r\n", row(n))).collect();
        format!("Name;UserPrincipalName\r\n{rows}")
    };
    let good = |n: usize| format!("\"Operator; {n}\";operator{n}@contoso.com");
    let list = parse(&table(10_000, &good));
    assert_eq!((list.users.len(), list.errors.len()), (10_000, 0), "the header is no user");
    let list = parse(&table(10_001, &good));
    assert_eq!((list.users.len(), mistakes(&table(10_001, &good))), (10_000, vec![(10_002, "users-too-many".into())]));
    let bad = |n: usize| match n {
        9 => "Operator 9".to_owned(),
        99 => "Operator 99;".to_owned(),
        999 => "Operator 999;operator 999".to_owned(),
        9_999 => good(0),
        _ => good(n),
    };
    let text = table(10_000, &bad);
    assert_eq!(parse(&text).users.len(), 9_996, "the others are taken");
    let told = [(11, "users-short-line"), (101, "users-empty"), (1_001, "users-not-a-user"), (10_001, "users-twice")];
    assert_eq!(mistakes(&text), told.map(|(line, why)| (line, why.into())), "in the order of the file");
}

#[test]
fn nothing_gives_nothing() {
    assert!(users("").is_empty() && users(" \n\r\n;;\n").is_empty() && users("upn\n").is_empty());
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics_and_names_lines_that_exist(text in "[\\PC\n\r\t\",;@]{0,200}") {
        let list = parse(&text);
        let lines = text.chars().filter(|c| matches!(c, '\n' | '\r')).count() + 1;
        prop_assert!(list.errors.iter().all(|e| e.line >= 1 && e.line as usize <= lines));
        let mut seen: Vec<String> = list.users.iter().map(|u| u.to_lowercase()).collect();
        seen.sort();
        let all = seen.len();
        seen.dedup();
        prop_assert_eq!(all, seen.len(), "each user once");
    }

    #[test]
    fn what_was_written_is_read(names in prop::collection::btree_set("[a-z]{1,8}", 0..20), separator in prop::sample::select(vec!["\n", "\r\n", ", ", ";"])) {
        let wanted: Vec<String> = names.iter().map(|n| format!("{n}@contoso.com")).collect();
        let list = parse(&wanted.join(separator));
        prop_assert_eq!(list.users, wanted);
        prop_assert!(list.errors.is_empty());
    }
}
