package dev.personalize;

import dev.personalize.error.InvalidInputException;
import dev.personalize.error.ResourceNotFoundException;
import dev.personalize.error.TooManyTagKeysException;
import dev.personalize.error.TooManyTagsException;
import dev.personalize.internal.catalog.TagsManifest;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The tags of a resource: keys with a value each, for people and their tools. Nothing the library does depends on them, they are in no
 * export, and they go with the resource when it is deleted. A key has 1 to 128 characters, a value 0 to 256; a resource has at most {@link
 * Limits#tagsPerResource} keys. Each call is done as a whole or not at all, and what it did is on disk when it returns.
 *
 * <p>Made by the {@code tags()} of dataset groups, datasets, event trackers, solutions, versions, campaigns and filters, and by name for jobs, as {@link
 * Dataset#importTags}; safe for any number of threads.
 */
public final class Tags {
    private static final int KEY_CHARACTERS = 128;
    private static final int VALUE_CHARACTERS = 256;

    private final Engine engine;
    private final String resource;
    private final String path;
    private final BooleanSupplier there;

    /**
     * @param resource names the resource in messages
     * @param file whose existence is that of the resource
     */
    Tags(Engine engine, String resource, String file) {
        this(engine, resource, file, () -> engine.storage().exists(file));
    }

    /**
     * @param resource names the resource in messages
     * @param file of the resource, or where it would be if it had one of its own
     * @param there whether there is such a resource
     */
    Tags(Engine engine, String resource, String file, BooleanSupplier there) {
        this.engine = engine;
        this.resource = resource;
        this.path = pathOf(file);
        this.there = there;
    }

    /** {@return where the tags of a resource lie: as the resource does, but in the {@code tags} folder of its group} */
    static String pathOf(String file) {
        int group = file.indexOf('/');
        return file.substring(0, group) + "/tags" + file.substring(group);
    }

    /**
     * {@return all tags, values by key, in the order of the keys; as they are now, unmodifiable}
     *
     * @throws ResourceNotFoundException if the resource was deleted
     */
    public Map<String, String> all() {
        engine.tagging().lock();
        try {
            requireThere();
            return Collections.unmodifiableMap(stored());
        } finally {
            engine.tagging().unlock();
        }
    }

    /** As {@link #tag(Map)}, with one tag. */
    public void tag(String key, String value) {
        tag(Map.of(key, value));
    }

    /**
     * Adds tags. A key that is there already gets the new value.
     *
     * @param tags values by key; at most {@link Limits#tagsPerRequest}
     * @throws InvalidInputException if a key or value is too short, too long or no text; names it
     * @throws TooManyTagsException if there are too many, or the resource would have more than {@link Limits#tagsPerResource}
     * @throws ResourceNotFoundException if the resource was deleted
     */
    public void tag(Map<String, String> tags) {
        Map<String, String> added = checked(tags);
        engine.tagging().lock();
        try {
            requireThere();
            SortedMap<String, String> all = stored();
            int before = all.size();
            all.putAll(added);
            if (all.size() > before) { // one with more than a limit that was lowered may have other values
                requireFew(all.size());
            }
            store(all);
        } finally {
            engine.tagging().unlock();
        }
    }

    /** As {@link #untag(Collection)}. */
    public void untag(String... keys) {
        untag(List.of(keys));
    }

    /**
     * Removes the tags of these keys; a key that is not there is no error.
     *
     * @throws InvalidInputException if a key is empty, too long or no text; names it
     * @throws TooManyTagKeysException if there are more keys than {@link Limits#tagsPerRequest} or {@link Limits#tagsPerResource}
     * @throws ResourceNotFoundException if the resource was deleted
     */
    public void untag(Collection<String> keys) {
        int most = Math.min(engine.limits().tagsPerRequest(), engine.limits().tagsPerResource());
        if (keys.size() > most) {
            throw new TooManyTagKeysException(keys.size() + " tag keys to remove from " + resource + "; at most " + most
                    + " are allowed: remove them in several calls, or raise Limits.tagsPerRequest and tagsPerResource");
        }
        keys.forEach(this::requireKey);
        engine.tagging().lock();
        try {
            requireThere();
            SortedMap<String, String> all = stored();
            if (all.keySet().removeAll(Set.copyOf(keys))) {
                store(all);
            }
        } finally {
            engine.tagging().unlock();
        }
    }

    /**
     * Says what tags the resource begins with, before it is there, in place of any that one of its name left behind when the process died.
     *
     * @throws InvalidInputException as {@link #tag(Map)}
     * @throws TooManyTagsException as {@link #tag(Map)}
     */
    void begin(Map<String, String> tags) {
        Map<String, String> first = checked(tags);
        requireFew(first.size());
        engine.tagging().lock();
        try {
            if (!there.getAsBoolean()) {
                store(new TreeMap<>(first));
            }
        } finally {
            engine.tagging().unlock();
        }
    }

    /** Removes the tags if the resource is not there: before it is created, and after it was deleted. */
    void forget() {
        begin(Map.of());
    }

    /** Removes the tags of a folder's resources, which were deleted with it. */
    static void forgetAll(Engine engine, String folder) {
        engine.tagging().lock();
        try {
            delete(engine, pathOf(folder));
        } finally {
            engine.tagging().unlock();
        }
    }

    private static void delete(Engine engine, String path) {
        if (engine.storage().exists(path)) { // most resources have none, and a disk that fails is no matter to them
            engine.storage().delete(path);
        }
    }

    private void requireThere() {
        if (!there.getAsBoolean()) {
            throw new ResourceNotFoundException(resource + " is not there any more, and has no tags: create it again");
        }
    }

    private void requireFew(int count) {
        int most = engine.limits().tagsPerResource();
        if (count > most) {
            throw new TooManyTagsException(resource + " would have " + count + " tags; at most " + most
                    + " are allowed: remove some before, or raise Limits.tagsPerResource");
        }
    }

    private Map<String, String> checked(Map<String, String> tags) {
        int most = engine.limits().tagsPerRequest();
        if (tags.size() > most) {
            throw new TooManyTagsException(tags.size() + " tags for " + resource + " in one call; at most " + most
                    + " are allowed: add them in several calls, or raise Limits.tagsPerRequest");
        }
        tags.forEach((key, value) -> {
            requireKey(key);
            requireText("value '" + value + "' of tag '" + key + "'", value, 0, VALUE_CHARACTERS);
        });
        return Map.copyOf(tags);
    }

    private void requireKey(String key) {
        requireText("tag key '" + key + "'", key, 1, KEY_CHARACTERS);
    }

    private void requireText(String what, String text, int least, int most) {
        if (text.length() < least || text.length() > most) {
            throw new InvalidInputException(
                    what + " of " + resource + " has " + text.length() + " characters: give " + least + " to " + most);
        }
        if (text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw new InvalidInputException(
                    what + " of " + resource + " has half a character (an unpaired surrogate): give whole ones");
        }
    }

    private SortedMap<String, String> stored() {
        return new TreeMap<>(engine.catalog()
                .find(path, TagsManifest.class)
                .map(TagsManifest::tags)
                .orElse(Map.of()));
    }

    private void store(SortedMap<String, String> tags) {
        if (tags.isEmpty()) {
            delete(engine, path);
        } else {
            engine.catalog().write(path, new TagsManifest(tags));
        }
    }
}
