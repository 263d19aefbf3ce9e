package dev.personalize.report;

import dev.personalize.report.Axis.Scale;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;

/** Places numbers of an axis on a line, and finds round ones to write beside it. */
final class Ruler {
    private static final int MOST_TICKS = 5;
    private static final long DAY = 86_400;
    private static final double[] NICE = {1, 2, 5, 10};
    private static final int[] DAYS = {1, 2, 7, 14};
    private static final int[] MONTHS = {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12_000};

    /** A number, its place and what is written there. */
    record Tick(double place, String label) {}

    private final Scale scale;
    private final double least;
    private final double greatest;
    private final double from;
    private final double to;

    /**
     * @param values all numbers to be shown; those the scale cannot show do not count
     * @param from place of the least number
     * @param to place of the greatest number
     * @param fromZero whether a linear scale begins at 0 at the latest
     */
    Ruler(Scale scale, DoubleStream values, double from, double to, boolean fromZero) {
        this.scale = scale;
        this.from = from;
        this.to = to;
        double[] shown = values.filter(value -> isShown(scale, value)).toArray();
        double low = DoubleStream.of(shown).min().orElse(1);
        double high = DoubleStream.of(shown).max().orElse(1);
        if (scale == Scale.LINEAR && fromZero) {
            low = Math.min(low, 0);
            high = Math.max(high, 0);
        }
        if (low == high) {
            high = scale == Scale.LOG ? low * 10 : low + (scale == Scale.TIME ? DAY : 1);
        }
        least = low;
        greatest = high;
    }

    private static boolean isShown(Scale scale, double value) {
        return Double.isFinite(value) && (scale != Scale.LOG || value > 0);
    }

    boolean shows(double value) {
        return isShown(scale, value);
    }

    double place(double value) {
        double share = scale == Scale.LOG
                ? Math.log(value / least) / Math.log(greatest / least)
                : (value - least) / (greatest - least);
        return from + share * (to - from);
    }

    List<Tick> ticks() {
        return switch (scale) {
            case LINEAR -> linear();
            case LOG -> log();
            case TIME -> time();
        };
    }

    private List<Tick> linear() {
        double rough = (greatest - least) / MOST_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = DoubleStream.of(NICE)
                .map(nice -> nice * power)
                .filter(nice -> nice >= rough)
                .findFirst()
                .orElse(rough);
        List<Tick> ticks = new ArrayList<>();
        double largest = Math.max(Math.abs(least), Math.abs(greatest));
        for (long i = (long) Math.ceil(least / step); i * step <= greatest + 1e-9 * step; i++) {
            ticks.add(new Tick(place(i * step), Numbers.brief(i * step, largest)));
        }
        return ticks;
    }

    private List<Tick> log() {
        List<Tick> ticks = new ArrayList<>();
        int first = (int) Math.ceil(Math.log10(least) - 1e-9);
        int last = (int) Math.floor(Math.log10(greatest) + 1e-9);
        if (last - first < 1) {
            return linear();
        }
        int step = (last - first) / MOST_TICKS + 1;
        for (int power = first; power <= last; power += step) {
            double value = Math.pow(10, power);
            ticks.add(new Tick(place(value), Numbers.brief(value)));
        }
        return ticks;
    }

    private List<Tick> time() {
        double days = (greatest - least) / DAY;
        List<Tick> ticks = new ArrayList<>();
        LocalDate first =
                Instant.ofEpochSecond((long) least).atOffset(ZoneOffset.UTC).toLocalDate();
        for (int step : DAYS) {
            if (days / step <= MOST_TICKS) {
                return dates(first.plusDays(1), day -> day.plusDays(step), "d MMM");
            }
        }
        for (int step : MONTHS) {
            if (days / 30.4 / step <= MOST_TICKS) {
                int month = step >= 12 ? 0 : first.getMonthValue() / step * step;
                LocalDate begin = step >= 12
                        ? LocalDate.of(first.getYear() + 1, 1, 1)
                        : LocalDate.of(first.getYear(), 1, 1).plusMonths(month);
                return dates(begin, day -> day.plusMonths(step), step >= 12 ? "yyyy" : "MMM yyyy");
            }
        }
        return ticks;
    }

    private List<Tick> dates(LocalDate first, UnaryOperator<LocalDate> next, String pattern) {
        DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        List<Tick> ticks = new ArrayList<>();
        for (LocalDate day = first; ; day = next.apply(day)) {
            double seconds = day.toEpochDay() * (double) DAY;
            if (seconds > greatest) {
                return ticks;
            }
            if (seconds >= least) {
                ticks.add(new Tick(place(seconds), format.format(day)));
            }
        }
    }
}
