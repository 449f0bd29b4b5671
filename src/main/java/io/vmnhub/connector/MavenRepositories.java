// SPDX-License-Identifier: AGPL-3.0-only
package io.vmnhub.connector;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession.CloseableSession;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.graph.DependencyFilter;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactRequest;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.supplier.SessionBuilderSupplier;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/** Maven repositories, asked by Maven's own resolver, and the folder in which their files are kept. */
public final class MavenRepositories implements AutoCloseable {

    private final RepositorySystem system = new RepositorySystemSupplier().get();
    private final CloseableSession session;
    private final List<RemoteRepository> remotes;

    /**
     * @param urls of repositories, in the order in which they are asked; {@code file:} for a folder
     * @param cache where fetched files are kept
     * @param offline whether only the cache is asked
     */
    public MavenRepositories(List<String> urls, Path cache, MavenSettings settings, boolean offline) {
        SessionBuilder builder = new SessionBuilderSupplier(system)
                .get()
                .withLocalRepositoryBaseDirectories(settings.localRepository().orElse(cache))
                .setOffline(offline)
                .setMirrorSelector(settings.mirrors())
                .setProxySelector(settings.proxies())
                .setAuthenticationSelector(settings.credentials());
        session = builder.build();
        List<RemoteRepository> plain = new ArrayList<>();
        for (String url : urls) {
            plain.add(new RemoteRepository.Builder(
                            plain.isEmpty() ? "central" : "repository-" + plain.size(), "default", url)
                    .build());
        }
        remotes = system.newResolutionRepositories(session, plain);
    }

    /** The file of one artifact, without what it needs. */
    public Path file(String coordinates) throws ConnectorException {
        try {
            return system.resolveArtifact(session, new ArtifactRequest(new DefaultArtifact(coordinates), remotes, null))
                    .getArtifact()
                    .getPath();
        } catch (ArtifactResolutionException e) {
            throw new ConnectorException(coordinates + " cannot be fetched: " + e.getMessage(), e);
        }
    }

    /**
     * The artifacts and all that they need at run time.
     *
     * @param present artifact ids of what is there already, and is not fetched
     */
    public List<Artifact> withDependencies(List<String> coordinates, Set<String> present) throws ConnectorException {
        CollectRequest collect = new CollectRequest();
        collect.setRepositories(remotes);
        for (String one : coordinates) {
            collect.addDependency(new Dependency(new DefaultArtifact(one), JavaScopes.RUNTIME));
        }
        // what a present one needs may be absent: the hub ships without what it does not use of its libraries
        DependencyFilter absent = (node, parents) -> node.getArtifact() == null
                || !present.contains(node.getArtifact().getArtifactId());
        DependencyRequest request = new DependencyRequest(
                collect,
                DependencyFilterUtils.andFilter(DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME), absent));
        try {
            return system.resolveDependencies(session, request).getArtifactResults().stream()
                    .map(ArtifactResult::getArtifact)
                    .toList();
        } catch (DependencyResolutionException e) {
            throw new ConnectorException("what it needs cannot be fetched: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        session.close();
        system.shutdown();
    }
}
