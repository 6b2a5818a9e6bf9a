"""Groups that never had the policy, in the place of those that did. Not here: random assignments (`policy.placebo`)."""
