package io.vigil.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "describe",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what the cluster holds, as JSON; changes nothing.",
            "resources: topics, configs, quotas and permissions, as resources plan --file reads them. users: names only. "
                    + "offsets: committed, by consumer group. Topics that begin with __ are Kafka's own, and left out."
        })
final class DescribeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connection;

    @Override
    public Integer call() throws ExecutionException, InterruptedException, JsonProcessingException {
        ClusterDescription description;
        try (Admin admin = connection.connect()) {
            description = ClusterDescription.of(
                    new ActualResourcesReader(admin, PasswordProbe.NONE).readAll(), committed(admin));
        }
        spec.commandLine().getOut().println(JsonMapper.builder().build().writeValueAsString(description));
        return CommandLine.ExitCode.OK;
    }

    private static Map<String, Map<TopicPartition, OffsetAndMetadata>> committed(Admin admin)
            throws ExecutionException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> all =
                admin.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                        .collect(Collectors.toMap(GroupListing::groupId, group -> new ListConsumerGroupOffsetsSpec()));
        return admin.listConsumerGroupOffsets(all).all().get();
    }
}
