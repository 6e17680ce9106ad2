package io.goldstream.local.laboratory.bench;

/**
 * One of those that are compared.
 *
 * @param name in the report
 * @param trial runs it once; called for warm-ups and repeats alike, so it leaves things as it found them
 */
public record Contender(String name, Trial trial) {

    /** One measured run. */
    @FunctionalInterface
    public interface Trial {
        Sample run() throws Exception;
    }
}
