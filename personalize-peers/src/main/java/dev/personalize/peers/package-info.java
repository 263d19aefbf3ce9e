/** Other libraries beside this one, on the same data in the same run. */
@org.jspecify.annotations.NullMarked
package dev.personalize.peers;
