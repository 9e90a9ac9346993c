package io.vigil.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.Resource;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * What a principal may do, or may not.
 *
 * @param name of the resource; the cluster's is always the same and need not be given
 */
record AclRule(
        @JsonProperty(value = "resource_type", required = true)
        ResourceType resourceType,

        String name,
        @JsonProperty("pattern_type") PatternType patternType,
        @JsonProperty(required = true) List<AclOperation> operations,
        String host,
        AclPermissionType permission) {

    AclRule {
        name = name == null && resourceType == ResourceType.CLUSTER ? Resource.CLUSTER_NAME : name;
        patternType = patternType == null ? PatternType.LITERAL : patternType;
        host = host == null ? "*" : host;
        permission = permission == null ? AclPermissionType.ALLOW : permission;
        operations = Rules.listOf(operations, "operations");

        Rules.check(
                resourceType != null && resourceType != ResourceType.ANY && !resourceType.isUnknown(),
                "resource_type",
                "is no type of resource");
        Rules.text(name, "name");
        Rules.check(
                resourceType != ResourceType.CLUSTER || name.equals(Resource.CLUSTER_NAME),
                "name",
                "must be " + Resource.CLUSTER_NAME + " for the cluster, is '" + name + "'");
        Rules.check(patternType.isSpecific(), "pattern_type", "must be literal or prefixed");
        Rules.check(
                permission == AclPermissionType.ALLOW || permission == AclPermissionType.DENY,
                "permission",
                "must be allow or deny");
        Rules.text(host, "host");
        Rules.check(!operations.isEmpty(), "operations", "must not be empty");
        for (int i = 0; i < operations.size(); i++) {
            Rules.check(
                    operations.get(i) != AclOperation.ANY && !operations.get(i).isUnknown(),
                    "operations[" + i + "]",
                    "is no operation");
        }
    }

    Stream<AclBinding> bindings(String principal) {
        ResourcePattern resource = new ResourcePattern(resourceType, name, patternType);
        return operations.stream()
                .map(operation ->
                        new AclBinding(resource, new AccessControlEntry(principal, host, operation, permission)));
    }
}
