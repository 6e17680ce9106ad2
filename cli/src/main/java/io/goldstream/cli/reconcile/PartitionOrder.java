package io.goldstream.cli.reconcile;

import java.util.Comparator;
import org.apache.kafka.common.TopicPartition;

/** An order for partitions, which have none of their own. */
final class PartitionOrder {

    static final Comparator<TopicPartition> BY_NAME =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private PartitionOrder() {}
}
