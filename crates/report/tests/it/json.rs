//! The JSON form.

use domain::RunRecord;
use report::{Masking, json};

use crate::sample::{record, small};

#[test]
fn it_is_what_the_published_schema_says() {
    let (_, schema) = domain::schema::schemas().into_iter().find(|(name, _)| *name == "report").unwrap();
    let validator = jsonschema::validator_for(schema.as_value()).unwrap();
    for masking in [Masking::Masked, Masking::Whole] {
        let value: serde_json::Value = serde_json::from_str(&json(&record(), masking).unwrap()).unwrap();
        let errors: Vec<_> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{masking:?}: {errors:?}");
        let mut broken = value;
        broken["outcome"] = "splendid".into();
        assert!(!validator.is_valid(&broken), "the schema notices what is wrong");
    }
}

#[test]
fn it_reads_back_as_the_same_record() {
    let read: RunRecord = serde_json::from_str(&json(&record(), Masking::Whole).unwrap()).unwrap();
    assert_eq!(read, record(), "nothing is lost");
}

#[test]
fn a_small_record_looks_like_this() {
    insta::assert_snapshot!(json(&small(), Masking::Masked).unwrap());
}
