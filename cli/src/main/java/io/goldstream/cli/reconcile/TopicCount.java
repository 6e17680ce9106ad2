package io.goldstream.cli.reconcile;

/**
 * What became of one raw topic's records up to the mark, counted in Trino.
 *
 * @param topic the raw topic
 * @param raw rows in raw
 * @param bronze rows in bronze
 * @param quarantine rows in quarantine
 * @param silver rows in silver
 * @param notLanded partitions whose last record is not yet in raw, and coordinates that later layers have but raw has not
 * @param notRefined raw coordinates that neither bronze nor quarantine has
 * @param notSilver coordinates that bronze has and silver has not, or the other way round
 * @param doubled coordinates that one layer has twice, or bronze and quarantine both
 */
public record TopicCount(
        String topic,
        long raw,
        long bronze,
        long quarantine,
        long silver,
        long notLanded,
        long notRefined,
        long notSilver,
        long doubled) {

    static TopicCount none(String topic) {
        return new TopicCount(topic, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /** Whether every coordinate is once in raw, once in bronze or quarantine, and in silver if in bronze. */
    public boolean isReconciled() {
        return notLanded == 0 && notRefined == 0 && notSilver == 0 && doubled == 0;
    }

    TopicCount plus(TopicCount other) {
        return new TopicCount(
                topic,
                raw + other.raw,
                bronze + other.bronze,
                quarantine + other.quarantine,
                silver + other.silver,
                notLanded + other.notLanded,
                notRefined + other.notRefined,
                notSilver + other.notSilver,
                doubled + other.doubled);
    }
}
