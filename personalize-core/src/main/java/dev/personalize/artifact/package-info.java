/**
 * Model files. A model is named arrays of numbers and a few texts; {@link dev.personalize.artifact.ArtifactWriter} lays
 * them out as a safetensors file, which numpy and other tools read, and {@link dev.personalize.artifact.ArtifactReader}
 * checks and reads it back.
 *
 * <pre>
 * bytes 0–7      length n of the header, unsigned 64 bit, little-endian
 * bytes 8–8+n    header, JSON: {"__metadata__": {text: text}, name: {"dtype": "F32" | "I32" | "I64", "shape": [...],
 *                "data_offsets": [begin, end]}}, offsets counted from the end of the header; padded with spaces to 8
 * the rest       the arrays one after another, row-major, little-endian, without gaps
 * </pre>
 *
 * The text {@code personalize_format} is the number of this layout and of the names in it, now 2.
 */
@NullMarked
package dev.personalize.artifact;

import org.jspecify.annotations.NullMarked;
