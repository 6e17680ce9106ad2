package io.goldstream.cli.command;

import io.goldstream.trino.check.Since;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A first date: {@code 2025-01-30}, or {@code 7d}, the UTC date that many days ago, for jobs that run again and again. */
final class SinceConverter implements ITypeConverter<Since> {

    private static final Pattern DAYS = Pattern.compile("(\\d{1,5})d");

    @Override
    public Since convert(String value) {
        Matcher days = DAYS.matcher(value);
        if (days.matches()) {
            return Since.of(LocalDate.now(ZoneOffset.UTC).minusDays(Long.parseLong(days.group(1))));
        }
        return OptionTypes.findDate(value)
                .map(Since::of)
                .orElseThrow(
                        () -> new TypeConversionException("write a first date such as 2025-01-30 or 7d, not " + value));
    }
}
