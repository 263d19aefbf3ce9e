/**
 * Where everything durable lives. {@link dev.personalize.storage.Storage} is the seam: files under '/'-separated names,
 * written all or nothing, plus files that grow by appending. {@link dev.personalize.storage.DirectoryStorage} keeps them
 * in a folder that one process owns, {@link dev.personalize.storage.HeapStorage} in memory.
 */
@NullMarked
package dev.personalize.storage;

import org.jspecify.annotations.NullMarked;
