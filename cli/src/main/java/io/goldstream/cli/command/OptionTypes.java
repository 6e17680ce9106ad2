package io.goldstream.cli.command;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the options of all commands, type by type. An error says what is wrong with the value, without a name of Java's. */
public final class OptionTypes {

    private static final int LAST_YEAR = 9999;

    private OptionTypes() {}

    /** For a command and those that it has by now. */
    public static void register(CommandLine commandLine) {
        ITypeConverter<Integer> number = whole(Integer::valueOf, Integer.MAX_VALUE);
        ITypeConverter<Long> large = whole(Long::valueOf, Long.MAX_VALUE);
        commandLine
                .registerConverter(int.class, number)
                .registerConverter(Integer.class, number)
                .registerConverter(long.class, large)
                .registerConverter(Long.class, large)
                .registerConverter(LocalDate.class, OptionTypes::date)
                .registerConverter(Instant.class, OptionTypes::instant)
                .registerConverter(Path.class, OptionTypes::path);
    }

    /** A date of the years 1 to 9999; empty for any other text. */
    public static Optional<LocalDate> findDate(String value) {
        try {
            return Optional.of(LocalDate.parse(value))
                    .filter(date -> date.getYear() >= 1 && date.getYear() <= LAST_YEAR);
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }

    private static LocalDate date(String value) {
        return findDate(value)
                .orElseThrow(() -> new TypeConversionException("write a date such as 2025-01-30, not " + value));
    }

    private static Instant instant(String value) {
        try {
            return Instant.parse(value);
        } catch (DateTimeException wrong) {
            throw new TypeConversionException("write a time such as 2025-01-30T12:00:00Z, not " + value);
        }
    }

    private static Path path(String value) {
        try {
            return Path.of(value);
        } catch (InvalidPathException wrong) {
            throw new TypeConversionException(
                    "this locale has no such path: " + value + " (LC_ALL=C.UTF-8 in the environment has all letters)");
        }
    }

    private static <T> ITypeConverter<T> whole(Function<String, T> parse, long most) {
        return value -> {
            try {
                return parse.apply(value);
            } catch (NumberFormatException wrong) {
                throw new TypeConversionException("write a whole number of at most " + most + ", not " + value);
            }
        };
    }
}
