package dev.personalize;

import dev.personalize.internal.dataset.GroupData;

/**
 * What the resources of a dataset group share.
 *
 * @param name the group's name
 * @param folder where it lies
 * @param engine what the home shares
 * @param data its data
 * @param shown the items of its last answers
 */
record Group(String name, String folder, Engine engine, GroupData data, ShownItems shown) {}
