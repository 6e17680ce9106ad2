package io.goldstream.cli.command;

import io.goldstream.events.schema.Generation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a {@link Generation} as its number. */
public final class GenerationConverter implements ITypeConverter<Generation> {

    @Override
    public Generation convert(String number) {
        try {
            return Generation.of(number);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
