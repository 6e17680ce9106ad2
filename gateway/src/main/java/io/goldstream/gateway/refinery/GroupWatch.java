package io.goldstream.gateway.refinery;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Looks for partitions that the group has given to nobody. In a cooperative rebalance a member first gives partitions up, and
 * then asks for a second rebalance, in which others get them. A static member that starts anew in between gets what it kept
 * without a rebalance: nobody asks for the second one, unless another member sees that partitions are nobody's.
 */
final class GroupWatch {

    private static final long PATIENCE_MILLIS = 5_000;

    /** A partition that moves is nobody's for a moment. */
    private static final int LOOKS = 3;

    private static final int LOOKS_BETWEEN = 15;

    private final String group;
    private final String instance;
    private final Set<String> topics;
    private final Consumer<Set<TopicPartition>> whenUnassigned;

    private Shares shares = new Shares(Set.of(), Set.of(), Set.of());
    private int looks;
    private int rest;

    /** Whose the partitions of the topics are. */
    record Shares(Set<TopicPartition> ours, Set<TopicPartition> others, Set<TopicPartition> unassigned) {}

    /**
     * @param instance the name under which this process is in the group
     * @param topics what the group reads
     * @param whenUnassigned given the partitions that stay nobody's; told again, after a longer while, if that does not help
     */
    GroupWatch(String group, String instance, Set<String> topics, Consumer<Set<TopicPartition>> whenUnassigned) {
        this.group = group;
        this.instance = instance;
        this.topics = topics;
        this.whenUnassigned = whenUnassigned;
    }

    /** Looks once. Where Kafka does not answer, or the group is being assigned anew, what was seen before stands. */
    Shares look(Admin admin) throws InterruptedException {
        try {
            Optional<Collection<MemberDescription>> members = members(admin);
            if (members.isPresent()) {
                shares = shares(members.get(), partitions(admin));
                judge(!members.get().isEmpty() && !shares.unassigned().isEmpty());
            } else {
                judge(false);
            }
        } catch (ExecutionException | TimeoutException noAnswer) {
            // It will be asked again.
        }
        return shares;
    }

    /** Judges one look. */
    void judge(boolean isSomethingUnassigned) {
        looks = isSomethingUnassigned ? looks + 1 : 0;
        rest = Math.max(0, rest - 1);
        if (looks >= LOOKS && rest == 0) {
            rest = LOOKS_BETWEEN;
            whenUnassigned.accept(shares.unassigned());
        }
    }

    /** Who has what; empty while the group is being assigned anew. */
    private Optional<Collection<MemberDescription>> members(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            ConsumerGroupDescription now = admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .get(group);
            return switch (now.groupState()) {
                case STABLE, EMPTY, DEAD -> Optional.of(now.members());
                default -> Optional.empty();
            };
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return Optional.of(List.of());
            }
            throw e;
        }
    }

    private Set<TopicPartition> partitions(Admin admin)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<TopicPartition> partitions = new HashSet<>();
        admin.describeTopics(topics)
                .allTopicNames()
                .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                .forEach((topic, description) -> description
                        .partitions()
                        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition()))));
        return partitions;
    }

    private Shares shares(Collection<MemberDescription> members, Set<TopicPartition> partitions) {
        Set<TopicPartition> ours = new HashSet<>();
        Set<TopicPartition> others = new HashSet<>();
        for (MemberDescription member : members) {
            boolean isOurs = member.groupInstanceId().equals(Optional.of(instance));
            (isOurs ? ours : others).addAll(member.assignment().topicPartitions());
        }
        partitions.removeAll(ours);
        partitions.removeAll(others);
        return new Shares(ours, others, partitions);
    }
}
