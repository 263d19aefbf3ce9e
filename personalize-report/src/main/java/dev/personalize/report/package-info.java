/**
 * What there is to know about data and models, as one HTML file that needs no network: {@link dev.personalize.report.Report}.
 *
 * <p>A report has {@link dev.personalize.report.Section}s, a section {@link dev.personalize.report.Block}s:
 * {@link dev.personalize.report.Paragraph}, {@link dev.personalize.report.Figures}, {@link dev.personalize.report.Notice},
 * {@link dev.personalize.report.Table}, {@link dev.personalize.report.XyPlot} and {@link dev.personalize.report.BarPlot}. Those for data
 * insights, versions, evaluations, comparisons, searches and recommendations are made here; anything else to be told is a section of one's own.
 */
@NullMarked
package dev.personalize.report;

import org.jspecify.annotations.NullMarked;
