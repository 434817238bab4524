# How an item stands: the word beside its mark, the same in window, report and command line.

outcome-done = Done
outcome-changed = Changed
outcome-finding = Finding
outcome-waiting = Waiting
outcome-needs-person = Needs someone
outcome-needs-decision = Needs a decision
outcome-failed = Failed
outcome-unknown = Unknown
outcome-skipped = Skipped
outcome-not-applicable = Does not apply
outcome-accepted = Accepted
# Nothing came of it so far.
outcome-none = Not done yet

# Under a number: "5 changed".
outcome-count-done = done
outcome-count-changed = changed
outcome-count-finding =
    { $count ->
        [one] finding
       *[other] findings
    }
outcome-count-waiting = waiting
outcome-count-needs-person =
    { $count ->
        [one] needs someone
       *[other] need someone
    }
outcome-count-needs-decision =
    { $count ->
        [one] decision
       *[other] decisions
    }
outcome-count-failed = failed
outcome-count-unknown = unknown
outcome-count-skipped = skipped
outcome-count-not-applicable =
    { $count ->
        [one] does not apply
       *[other] do not apply
    }
outcome-count-accepted = accepted
outcome-count-none = not done yet
