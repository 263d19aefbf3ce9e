/**
 * Finding good hyperparameters: which values may be tried ({@link dev.personalize.tuning.SearchSpace}), in which order and with how
 * much data ({@link dev.personalize.tuning.HyperparameterSearch}), and what came of each try ({@link dev.personalize.tuning.Trial}).
 * What is good is told by an {@link dev.personalize.tuning.Objective}; this room knows neither models nor data.
 */
@NullMarked
package dev.personalize.tuning;

import org.jspecify.annotations.NullMarked;
