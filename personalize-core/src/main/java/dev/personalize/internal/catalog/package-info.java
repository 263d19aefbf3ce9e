/**
 * What exists: small JSON manifests of groups, datasets, solutions, versions and campaigns, each written last, so that a
 * thing exists when its manifest does. Not part of the public interface.
 *
 * <pre>
 * _schemas/&lt;schema&gt;.json
 * &lt;group&gt;/group.json
 * &lt;group&gt;/datasets/interactions/000001.avro
 * &lt;group&gt;/events/interactions/000001.avro
 * &lt;group&gt;/jobs/imports/&lt;job&gt;.json
 * &lt;group&gt;/solutions/&lt;solution&gt;/solution.json, trainings/000001.json
 * &lt;group&gt;/solutions/&lt;solution&gt;/000001/manifest.json, model.safetensors, items.avro
 * &lt;group&gt;/campaigns/&lt;campaign&gt;.json
 * </pre>
 *
 * A manifest ends with the SHA-256 of its own bytes and keeps size and SHA-256 of the files beside it, so that a changed byte
 * is found before anything of a file is used. {@link dev.personalize.internal.catalog.VersionArchive} carries versions from
 * one home to another; {@link dev.personalize.internal.catalog.ManifestFile} keeps a manifest outside of a home.
 */
@NullMarked
package dev.personalize.internal.catalog;

import org.jspecify.annotations.NullMarked;
