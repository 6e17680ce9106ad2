package io.goldstream.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What every overlay has to keep, beyond what an API server asks for. Each constant is one rule; {@link PolicyTest} breaks each. */
enum Policy {
    PODS_ARE_RESTRICTED(SecurityRules::restricted),
    STRIMZI_PODS_ARE_RESTRICTED(SecurityRules::strimzi),
    DISKS_ARE_OF_THE_PODS_GROUP(SecurityRules::disks),
    CONTAINERS_HAVE_PROBES(PodRules::probes),
    CONTAINERS_HAVE_REQUESTS_AND_LIMITS(PodRules::resources),
    STRIMZI_PODS_HAVE_REQUESTS_AND_LIMITS(PodRules::strimziResources),
    NO_POD_GETS_THE_CLUSTERS_TOKEN(PodRules::tokens),
    NO_POD_GETS_SERVICES_AS_VARIABLES(PodRules::serviceLinks),
    IMAGES_ARE_PINNED(PodRules::images),
    PODS_DRAIN_IN_TIME(PodRules::grace),
    JOBS_WAIT_FOR_WHAT_THEY_NEED(JobRules::waits),
    ONE_POD_CHANGES_A_SCHEMA(JobRules::schemas),
    COMMANDS_ARE_IN_THEIR_IMAGES(CommandRules::programs),
    MEMORY_HOLDS_WHAT_IS_BUFFERED(MemoryRules::sums),
    DISKS_NAME_THEIR_CACHE(SecurityRules::caches),
    IDENTITIES_ARE_OF_ONE_PART(SecurityRules::identities),
    WHAT_CHANGES_ROLLS_ITS_PODS(ReferenceRules::rolls),
    SECRETS_ARE_NOT_IN_CLEAR(ReferenceRules::secretsInClear),
    REFERENCES_RESOLVE(ReferenceRules::resolve),
    KEYS_RESOLVE(ReferenceRules::keys),
    SECRETS_ARE_MADE_OF_WHAT_IS_MOUNTED(ReferenceRules::vault),
    MOUNTS_HAVE_VOLUMES(ReferenceRules::mounts),
    SELECTORS_SELECT(WiringRules::selectors),
    PORTS_ARE_SERVED(WiringRules::ports),
    ADDRESSES_ARE_OF_SERVICES(AddressRules::addresses),
    OPERATORS_GET_WHOLE_NAMES(AddressRules::operators),
    SCALERS_HAVE_TARGETS(WiringRules::scalers),
    WHAT_IS_SCALED_NAMES_NO_REPLICAS(WiringRules::oneScaler),
    REPLICATED_WORKLOADS_SURVIVE_A_DRAIN(WiringRules::budgets),
    ALL_TRAFFIC_IS_DENIED_FIRST(NetworkRules::defaultDeny),
    EVERY_POD_HAS_ITS_POLICY(NetworkRules::everyPodIsNamed),
    CONNECTS_REST_IS_FOR_THE_JOB(NetworkRules::connectRest),
    TRINOS_WORKERS_ANSWER_TRINO_ALONE(NetworkRules::trinoWorkers),
    LABELS_THAT_ADMIT_LEAD_OUT(NetworkRules::openLabels),
    TOPICS_SURVIVE_A_BROKER(KafkaRules::topics),
    CONNECTORS_COME_BY_REST(KafkaRules::connectors),
    REFINERY_IS_CAPPED_BY_PARTITIONS(KafkaRules::refineryCap);

    private final Function<Overlay, List<String>> rule;

    Policy(Function<Overlay, List<String>> rule) {
        this.rule = rule;
    }

    /** Where an overlay breaks this rule; nothing where it keeps it. */
    List<String> broken(Overlay overlay) {
        return new ArrayList<>(rule.apply(overlay));
    }
}
