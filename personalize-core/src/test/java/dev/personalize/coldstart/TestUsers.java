package dev.personalize.coldstart;

import dev.personalize.schema.Schema;

/** The users of the tests of this package. */
final class TestUsers {
    static final Schema SCHEMA = Schema.parse("""
            {"type": "record", "name": "Users", "fields": [{"name": "USER_ID", "type": "string"},
             {"name": "GROUP", "type": ["string", "null"], "categorical": true}, {"name": "AGE", "type": ["int", "null"]},
             {"name": "NAME", "type": ["string", "null"]}]}""");

    private TestUsers() {}
}
