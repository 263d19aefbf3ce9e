package dev.personalize.report;

/** A part of a {@link Section}. Immutable. */
public sealed interface Block permits Paragraph, Figures, Notice, Table, XyPlot, BarPlot {}
