package dev.personalize.insight;

/** How much a finding matters, the worst first. */
public enum Severity {
    /** Training is refused, by the service and by this library's defaults. */
    BLOCKING,
    /** Training works, but models or their metrics are worse, or other, than they seem. */
    WARNING,
    /** Could be better. */
    ADVICE
}
