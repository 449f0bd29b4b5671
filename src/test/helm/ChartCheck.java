// SPDX-License-Identifier: AGPL-3.0-only
import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/**
 * Lints a chart strictly, renders it as it is shipped and with values, and checks that each resource has what
 * Kubernetes' OpenAPI demands and nothing that it does not know. Prints each resource of the latter as a line of JSON.
 * The jars of pom.xml are its class path; arguments: the chart, then values as {@code name=value}.
 */
public final class ChartCheck {

    private static final Map<String, String> MODELS = Map.of(
            "apps/v1", "V1",
            "v1", "V1",
            "policy/v1", "V1",
            "networking.k8s.io/v1", "V1");

    private ChartCheck() {}

    public static void main(String[] arguments) throws Exception {
        Helm helm = new Helm(Path.of(arguments[0]));
        LintResult lint = helm.lint().strict().call();
        if (lint.isFailed()) {
            throw new IllegalStateException("helm lint: " + lint.getMessages());
        }
        render(helm); // as it is shipped
        for (JsonObject resource : render(helm, Arrays.copyOfRange(arguments, 1, arguments.length))) {
            System.out.println(resource);
        }
        System.exit(0);
    }

    private static List<JsonObject> render(Helm helm, String... values) throws Exception {
        TemplateCommand template = helm.template().withName("farm").withNamespace("sms");
        for (String value : values) {
            String[] parts = value.split("=", 2);
            template.set(parts[0], parts[1]);
        }
        List<JsonObject> resources = new ArrayList<>();
        for (Object document : new Yaml().loadAll(template.call())) {
            if (document != null) {
                resources.add(new Gson().toJsonTree(document).getAsJsonObject());
            }
        }
        for (JsonObject resource : resources) {
            check(resource);
        }
        return resources;
    }

    private static void check(JsonObject resource) throws Exception {
        String version = resource.get("apiVersion").getAsString();
        String kind = resource.get("kind").getAsString();
        if (kind.equals("ServiceMonitor")) { // of the Prometheus operator
            return;
        }
        Class<?> model = Class.forName("io.kubernetes.client.openapi.models." + MODELS.get(version) + kind);
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, resource);
        } catch (InvocationTargetException e) {
            throw new IOException(kind + ": " + e.getCause().getMessage(), e.getCause());
        }
    }
}
